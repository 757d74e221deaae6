import { join } from 'node:path';
import { changedAt, listFolder, readText } from '../../ports/files.ts';
import type { Stage } from '../../ports/stage.ts';
import { parseJson } from '../../state/json.ts';
import type { ImageControl, KeptImage } from '../provider.ts';
import { prepareRequest } from './orders.ts';
import { places } from './places.ts';
import type { Request } from './protocol.ts';
import type { ImageRecord } from './records.ts';

const keptImage = async (name: string): Promise<readonly KeptImage[]> => {
  const place = join(places.images, name);
  const [text, used] = await Promise.all([readText(join(place, 'image.json')), changedAt(place)]);
  if (text === undefined || used === undefined) return [];
  // A record that a crash has cut short is made anew by whoever next asks for the image.
  const { bytes, packages, versions = {} } = parseJson<Partial<ImageRecord>>(text) ?? {};
  const asked = packages ?? (name.startsWith('base-') ? [] : undefined);
  return [{ name, bytes: bytes ?? 0, used, versions, ...(asked !== undefined && { packages: asked }) }];
};

/** Images of local machines. `ask`: has root do something. */
export const localImages = (ask: (request: Request, stage: Stage) => Promise<void>): ImageControl => ({
  async list() {
    const names = (await listFolder(places.images)).filter((name) => /^(base|layer)-[0-9a-f]+$/.test(name));
    return (await Promise.all(names.map(keptImage))).flat();
  },
  export: (lab, file, stage) =>
    ask({ operation: 'export-images', packages: prepareRequest(lab).packages, file }, stage),
  import: (file, stage) => ask({ operation: 'import-images', file }, stage),
});
