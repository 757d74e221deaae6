import { describe, expect, test } from 'vitest';
import { superfluous, type CachedImage } from '../../../src/providers/local/root/superfluous.ts';

const image = (name: string, used: number, bytes = 10): CachedImage => ({ name, used, bytes });
const all = (): boolean => true;

describe('images that are superfluous', () => {
  const images = [image('layer-b', 2), image('layer-a', 1), image('layer-c', 3)];

  test('are none while all have room', () => {
    expect(superfluous(images, { room: 30, mayGo: all })).toEqual([]);
  });

  test('are those unused longest, and no more than must go', () => {
    expect(superfluous(images, { room: 29, mayGo: all })).toEqual(['layer-a']);
    expect(superfluous(images, { room: 10, mayGo: all })).toEqual(['layer-a', 'layer-b']);
    expect(superfluous(images, { room: 0, mayGo: all })).toEqual(['layer-a', 'layer-b', 'layer-c']);
  });

  test('are never those that may not go, even where there is no room for them', () => {
    expect(superfluous(images, { room: 10, mayGo: ({ name }) => name !== 'layer-a' })).toEqual(['layer-b', 'layer-c']);
  });

  test('are layers before the base they stand on', () => {
    const stack = [image('base-x', 5), image('layer-y', 5), image('layer-z', 4)];
    expect(superfluous(stack, { room: 10, mayGo: all })).toEqual(['layer-z', 'layer-y']);
  });
});
