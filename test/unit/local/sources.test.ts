import { expect, test } from 'vitest';
import { pickSources } from '../../../src/providers/local/root/sources.ts';

const deb822 = `Types: deb
# a comment, as images of containers carry it
URIs: http://archive.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/archive.gpg

Types: deb
URIs: https://vendor.example/node
Suites: nodistro
Components: main
Signed-By: /usr/share/keyrings/vendor.gpg

Types: deb-src
URIs: http://archive.example/debian
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: http://old.example/debian
Suites: bookworm
Components: main
`;

test('only what belongs to this computer’s release is taken over', () => {
  const { paragraphs, keyrings } = pickSources({ sources: [deb822], lists: [] }, 'bookworm');
  expect(paragraphs).toBe(`Types: deb
URIs: http://archive.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/archive.gpg
`);
  expect(keyrings).toEqual(['/usr/share/keyrings/archive.gpg']);
});

test('one-line entries, with and without options', () => {
  const list = `# deb http://off.example jammy main
deb http://archive.example/ubuntu jammy main universe
deb [arch=amd64 signed-by=/etc/apt/keyrings/a.gpg] http://archive.example/ubuntu jammy-security main
deb https://vendor.example/repo stable main
deb-src http://archive.example/ubuntu jammy main
`;
  const { lines, keyrings } = pickSources({ sources: [], lists: [list] }, 'jammy');
  expect(lines).toBe(`deb http://archive.example/ubuntu jammy main universe
deb [arch=amd64 signed-by=/etc/apt/keyrings/a.gpg] http://archive.example/ubuntu jammy-security main
`);
  expect(keyrings).toEqual(['/etc/apt/keyrings/a.gpg']);
});
