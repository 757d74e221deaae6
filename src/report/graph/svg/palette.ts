import type { Scene } from '../scene.ts';

/** A network's colour: for lines and letters, and for areas. */
export interface Hue {
  readonly strong: string;
  readonly tint: string;
}

/** Everything that is no network. */
export const ink = { paper: '#ffffff', card: '#ffffff', text: '#1f2937', quiet: '#64748b', line: '#cbd5e1' } as const;

/** Told apart also by people who see few colours (after Okabe and Ito), and dark enough for small letters on white. */
const hues: Readonly<Record<'internet' | 'lan' | 'tunnel', readonly Hue[]>> = {
  internet: [
    { strong: '#0369a1', tint: '#eff7fd' },
    { strong: '#4338ca', tint: '#f1f1fe' },
  ],
  lan: [
    { strong: '#047857', tint: '#eefaf4' },
    { strong: '#7c3aed', tint: '#f6f2fe' },
    { strong: '#0f766e', tint: '#ecf9f8' },
    { strong: '#be185d', tint: '#fdf1f7' },
  ],
  tunnel: [
    { strong: '#b45309', tint: '#fef3dc' },
    { strong: '#b91c1c', tint: '#fdeaea' },
    { strong: '#a16207', tint: '#fdf6d3' },
  ],
};

/** Gives each network its colour; of one kind, the first ones differ. */
export function coloursOf(scene: Scene): (network: string) => Hue {
  const colours = new Map<string, Hue>();
  const give = (network: string, choice: readonly Hue[], index: number): void => {
    colours.set(network, choice[index % choice.length] ?? hues.lan[0]!);
  };
  for (const kind of ['internet', 'lan'] as const) {
    scene.lanes.filter((lane) => lane.kind === kind).forEach(({ network }, index) => give(network, hues[kind], index));
  }
  const tunnels = scene.links.filter(({ tunnel }) => tunnel).map(({ network }) => network);
  tunnels.forEach((network, index) => give(network, hues.tunnel, index));
  return (network) => colours.get(network) ?? { strong: ink.quiet, tint: '#f1f5f9' };
}
