import * as text from '../text/snapshots.ts';
import type { ListedSnapshot } from '../verbs/snapshot/kept.ts';
import type { Snapshots } from '../verbs/snapshot/list.ts';
import type { RestoreResult } from '../verbs/snapshot/restore.ts';
import type { SnapshotResult } from '../verbs/snapshot/save.ts';
import { dim, doubt, good, name, say, type Line, type Look } from './line.ts';
import { bytesText } from './readings.ts';
import { table } from './table.ts';

const sizeOf = ({ bytes }: ListedSnapshot, look: Look): string =>
  bytes === undefined ? say(text.unknownSize, look) : bytesText(bytes);

const changedLines = ({ changed }: ListedSnapshot, look: Look): readonly Line[] =>
  changed === true ? [[doubt('·'), ` ${say(text.topologyChanged, look)}`]] : [];

/** What `snapshot save` says. */
export const savedLines = ({ lab, snapshot }: SnapshotResult, look: Look): readonly Line[] => [
  [good('✓'), ` ${say(text.saved(lab, snapshot.name), look)}`, dim(`  ${sizeOf(snapshot, look)}`)],
];

/** What `snapshot restore` says. */
export const restoredLines = ({ lab, snapshot, running }: RestoreResult, look: Look): readonly Line[] => [
  [good('✓'), ` ${say(text.restored(lab, snapshot.name), look)}`, dim(`  ${text.momentText(snapshot.at)}`)],
  ...changedLines(snapshot, look),
  ...(running ? [] : [[dim(say(text.isDown(lab), look))]]),
];

/** What `snapshot delete` says. */
export const deletedLines = (deleted: string, look: Look): readonly Line[] => [
  [good('✓'), ` ${say(text.deleted(deleted), look)}`],
];

const remarks = ({ changed, overrides }: ListedSnapshot, look: Look): Line => [
  ...(overrides.length > 0 ? [dim(`${say(text.withValues(overrides), look)}  `)] : []),
  ...(changed === true ? [doubt(say(text.topologyChanged, look))] : []),
];

/** The snapshots, one a row. */
export const snapshotLines = ({ lab, snapshots }: Snapshots, look: Look): readonly Line[] => {
  if (snapshots.length === 0) return [[say(text.none(lab), look)], [dim(say(text.howToSave(lab), look))]];
  const { snapshot, saved, machines, disk } = text.columns;
  return table(
    [...[snapshot, saved, machines, disk].map((heading) => say(heading, look)), ''],
    snapshots.map((each) => [
      [name(each.name)],
      [text.momentText(each.at)],
      [String(each.machines.length)],
      [sizeOf(each, look)],
      remarks(each, look),
    ]),
  );
};
