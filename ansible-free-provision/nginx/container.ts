import { sha256 } from '../../src/kit/fingerprint.ts';
import { command } from '../../src/kit/resources/command.ts';
import { directory } from '../../src/kit/resources/directory.ts';
import { unit } from '../../src/kit/resources/unit.ts';
import type { Resource } from '../../src/kit/resource.ts';
import type { RoleContext } from '../../src/kit/role.ts';
import { Secret } from '../../src/model/secret.ts';
import type { NginxParams } from './params.ts';

/** The image that others make and keep, of the same configuration language as Debian's nginx. */
const published = 'docker.io/library/nginx:1.26';

/** Its version is the package's, so that an image of an older one is found to be so. */
const isCurrent = `[ "$(docker image inspect --format '{{.Config.Labels.version}}' "$1")" = \
"$(dpkg-query --show --showformat='\${Version}' nginx)" ]`;

/**
 * What makes nginx a container of its machine: the image, and the unit of the same name as the package's in its place, so
 * that all that is done to the unit is done to the container.
 */
export const container = (name: string, context: RoleContext<NginxParams>): readonly Resource[] => {
  const { image, resource } = context.params.image === 'built' ? built(context) : pulled;
  // One of that name is removed before ours starts: on a computer that others use, too, `web` may be somebody's.
  const own = `bancada-${context.service.name}`;
  const text = context.template('docker.service.ejs', { unit: name, image, container: own });
  if (text instanceof Secret) throw new TypeError('a unit is for everybody to read');
  return [directory({ path: '/var/log/nginx', group: 'adm' }), resource, unit(name, text)];
};

interface Image {
  readonly image: string;
  readonly resource: Resource;
}

/** Made on the machine, of the nginx that its package brought and nothing else but what that needs. */
const built = ({ carried }: RoleContext<NginxParams>): Image => {
  const script = carried('build-image.sh')[0]?.content ?? '';
  const image = `bancada-nginx:${sha256(script).slice(0, 12)}`;
  const resource = command({
    id: 'docker-image:nginx',
    summary: { en: `make the image ${image}`, pt: `fazer a imagem ${image}` },
    unless: { argv: ['sh', '-c', isCurrent, 'sh', image] },
    run: [{ argv: ['sh', '-s', image], stdin: script }],
  });
  return { image, resource };
};

/** As a registry has it; the machine needs a way there. */
const pulled: Image = {
  image: published,
  resource: command({
    id: 'docker-image:nginx',
    summary: { en: `fetch the image ${published}`, pt: `buscar a imagem ${published}` },
    unless: { argv: ['docker', 'image', 'inspect', '--format', '{{.Id}}', published] },
    run: [{ argv: ['docker', 'pull', '--quiet', published], timeoutSeconds: 600 }],
  }),
};
