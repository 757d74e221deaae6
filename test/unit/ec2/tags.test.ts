import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderIn, labTags } from '../../../src/providers/ec2/tags.ts';

const tagsFor = (folder: string) =>
  labTags({ id: 'abcd1234', name: 'pair', owner: { uid: 1000, name: 'ana' }, folder });

test('a folder is in its tag as people read it', () => {
  const folder = '/home/joão/aula [1] (100%)/.bancada/pair';
  expect(tagsFor(folder)['bancada:folder']).toBe('/home/joão/aula [1] (100%25)/.bancada/pair');
});

test('whatever a lab’s folder is called, and however long, its tags bear it, and tell it as it is', () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 2000 });
  const control = fc.string({ unit: fc.constantFrom('\u0001', '\n', '\u0085', '\u2028', '%', '2', '5', 'C', '[') });
  fc.assert(
    fc.property(fc.oneof(names, control), (name) => {
      const tags = tagsFor(`/${name}`);
      expect(folderIn(tags)).toBe(`/${name}`);
      for (const value of Object.values(tags)) expect(value).toMatch(/^\P{Cc}{1,256}$/u);
    }),
  );
});

test('a tag that somebody else wrote is told as it stands', () => {
  expect(folderIn({ 'bancada:folder': '/home/ana/100%/%FF%zz' })).toBe('/home/ana/100%/%FF%zz');
  expect(folderIn({})).toBe('');
});
