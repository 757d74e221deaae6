import type { Blueprint } from '../model/blueprint.ts';
import type { Published } from '../providers/provider.ts';
import type { PublishedUrl } from './results.ts';

/** Where on this computer a lab's visitors find their services. */
export const urlsOf = ({ visitors }: Blueprint, published: readonly Published[]): readonly PublishedUrl[] =>
  published.map((each) => {
    const speaks = visitors.find(({ name }) => name === each.visitors)?.portName ?? 'tcp';
    const place =
      each.listen === undefined ? `${each.address}:${String(each.port)}` : `127.0.0.1:${String(each.listen)}`;
    return { ...each, url: `${speaks}://${place}` };
  });

/** The topology's own message, with `{web}` replaced by where that service is found. */
export const worded = ({ message, visitors }: Blueprint, published: readonly PublishedUrl[]): string | undefined =>
  message?.replaceAll(/\{([a-z0-9-]+)\}/g, (whole, service: string) => {
    const visit = visitors.find(({ to }) => to.some((id) => id.split('@')[0] === service));
    return published.find((each) => each.visitors === visit?.name)?.url ?? whole;
  });
