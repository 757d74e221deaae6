/** What `vagrant --machine-readable` says, a line at a time. */
export type VagrantEvent =
  /** An action on a machine begins or ends: `up`. */
  | { readonly event: 'action'; readonly machine: string; readonly action: string; readonly edge: 'start' | 'end' }
  /** What a user of Vagrant would read, possibly over several lines. */
  | { readonly event: 'said'; readonly machine: string; readonly level: string; readonly text: string }
  /** It gives up. `type`: Vagrant's own name for the failure. */
  | { readonly event: 'failed'; readonly type: string; readonly text: string };

const unescape = (text: string): string =>
  text.replaceAll('%!(VAGRANT_COMMA)', ',').replaceAll('\\n', '\n').replaceAll('\\r', '');

/** One line of it: `time,machine,kind,data…`. `undefined` for what means nothing here. */
export const parseLine = (line: string): VagrantEvent | undefined => {
  const [time = '', machine = '', kind, ...data] = line.split(',');
  if (!/^\d+$/.test(time)) return undefined;
  const [first = '', second = ''] = data.map(unescape);
  switch (kind) {
    case 'action':
      return { event: 'action', machine, action: first, edge: second === 'end' ? 'end' : 'start' };
    case 'ui':
      return { event: 'said', machine, level: first, text: second };
    case 'error-exit':
      return { event: 'failed', type: first, text: second };
    default:
      return undefined;
  }
};
