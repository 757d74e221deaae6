/** Paths that mean the same to systemd and to a shell without quotes. */
const plainPath = /^\/[A-Za-z0-9_.@+/-]+$/;

/**
 * A systemd drop-in that notes, for the remote program, the SHA-256 of files as the unit starts, and of those in `reload`
 * as it reloads too. As root (`+`), and never in the way of the unit itself (`-`).
 * @throws RangeError for a path with characters that would need quoting
 */
export const recording = (restart: readonly string[], reload: readonly string[]): string =>
  [
    '[Service]',
    ...note('ExecStartPre', 'started', restart),
    ...note('ExecStartPre', 'reloaded', reload),
    ...note('ExecReload', 'reloaded', reload),
    '',
  ].join('\n');

const note = (when: string, list: string, paths: readonly string[]): readonly string[] => {
  if (paths.length === 0) return [];
  const odd = paths.find((path) => !plainPath.test(path));
  if (odd !== undefined) throw new RangeError(`a service cannot watch ${odd}`);
  const folder = `/run/bancada/${list}`;
  return [`${when}=-+/bin/sh -c 'umask 077; mkdir -p ${folder}; exec sha256sum ${paths.join(' ')} >${folder}/%n'`];
};
