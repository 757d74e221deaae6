import { expect, test } from 'vitest';
import { SecretText } from '../../../src/kit/masked.ts';
import { renderTemplate } from '../../../src/kit/template.ts';
import { Secret } from '../../../src/model/secret.ts';

const render = (text: string, locals: Readonly<Record<string, unknown>>, file = 'web/app.conf.ejs') =>
  renderTemplate({ file, text }, locals);

test('fills in named locals', () => {
  expect(
    render('port <%= port %>\n<% for (const name of names) { -%>\n<%= name %>;\n<% } -%>\n', {
      port: 80,
      names: ['a', 'b'],
    }),
  ).toBe('port 80\na;\nb;\n');
});

test.each([
  ['x.html.ejs', `<a href="'">`, '&#60;a href=&#34;&#39;&#34;&#62;'],
  ['x.json.ejs', 'say "olá"', '"say \\"olá\\""'],
  ['schema.sql.ejs', `it's \\ back`, `'it''s \\\\ back'`],
  ['nginx.conf.ejs', 'round_robin', 'round_robin'],
  ['nginx.conf.ejs', 'two words; "x"', '"two words; \\"x\\""'],
  ['app.service.ejs', '100%', '100%%'],
  ['app.env.ejs', 'a "b" $c', '"a \\"b\\" \\$c"'],
  ['redis.conf.ejs', '10.0.0.1', '10.0.0.1'],
  ['client.ovpn.ejs', 'two "words"', '"two \\"words\\""'],
  ['settings.py.ejs', 'say "olá"', '"say \\"olá\\""'],
  ['motd.ejs', 'olá', 'olá'],
])('%s escapes %j', (file, value, expected) => {
  expect(render('<%= value %>', { value }, file)).toBe(expected);
  expect(render('<%- value %>', { value }, file)).toBe(value);
});

test.each([
  ['nginx.conf.ejs', 'costs $5'],
  ['redis.conf.ejs', 'a"b'],
  ['users.acl.ejs', 'eve nopass'],
  ['app.service.ejs', '/bin/sh -c id'],
  ['app.service.ejs', '$HOME'],
  ['client.ovpn.ejs', 'one\nup /bin/sh'],
  ['motd.ejs', 'two words'],
  ['app.conf.ejs', 'one\ntwo'],
  ['app.service.ejs', 'one\nExecStart=two'],
  ['schema.sql.ejs', 'a\0b'],
])('%s cannot hold %j', (file, value) => {
  expect(() => render('<%= value %>', { value }, file)).toThrow(file);
});

test.each([
  ['a name that is no local', '<%= other %>', {}],
  ['a value that is missing', '<%= value %>', { value: undefined }],
  ['a value without a text', '<%= value %>', { value: { a: 1 } }],
  ['what is defined by no declaration', '<% oops = 1 %>', {}],
])('%s is a mistake', (_, text, locals) => {
  expect(() => render(text, locals)).toThrow('template web/app.conf.ejs');
});

test('a secret that is looked at, however deep, makes the text secret', () => {
  const peers = [{ account: 'survey', password: new Secret('hush-hush') }];
  const text = render(
    '<% for (const { account, password } of peers) { -%>\n<%= account %> <%= password %>\n<% } -%>\n',
    { peers },
  );
  expect(text).toBeInstanceOf(SecretText);
  expect((text as SecretText).reveal()).toBe('survey hush-hush\n');
  expect((text as SecretText).masked).toBe('survey •••\n');
  expect(render('<% for (const { account } of peers) { %><%= account %><% } %>', { peers })).toBe('survey');
});

test('a secret of several lines keeps its lines when hidden', () => {
  const text = render('<key>\n<%- key %></key>\n', { key: new Secret('one\ntwo\n') }) as SecretText;
  expect(text.masked).toBe('<key>\n•••\n•••\n</key>\n');
});
