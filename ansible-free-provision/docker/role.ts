import * as z from 'zod';
import { file } from '../../src/kit/resources/file.ts';
import { service } from '../../src/kit/resources/service.ts';
import { dropIn, early } from '../../src/kit/resources/unit.ts';
import { defineRole } from '../../src/kit/role.ts';

/**
 * Containers are given the machine's own network: no bridge, no rules of Docker's beside ours. Groups as they are named
 * in `cgroup-parent`, so that a container stands below the unit that runs it.
 */
const daemon = {
  bridge: 'none',
  'exec-opts': ['native.cgroupdriver=cgroupfs'],
  'ip-forward': false,
  'ip-masq': false,
  ip6tables: false,
  iptables: false,
  'userland-proxy': false,
};

/** Its plugin for Kubernetes would listen on a port. */
const containerd = 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n';

/** On a computer with cgroups of version 1 a local machine may not write to those that lie below its own. */
const writableGroups = `[Service]
ExecStartPre=-/bin/sh -c 'for each in /sys/fs/cgroup/*/; do mount -o remount,bind,rw $each 2>/dev/null; done; true'
`;

/** What runs the containers of a machine. */
export const docker = defineRole({
  name: 'docker',
  summary: { en: 'runs the containers of its machine', pt: 'executa os contêineres da sua máquina' },
  params: z.strictObject({}),
  implied: { runtime: 'docker' },
  order: 30,
  packages: () => ['docker.io'],
  offers: () => [],
  needs: () => [],
  resources: () => {
    // Before the package, which starts it: with a bridge and rules it would stand in the way of what a gateway passes on.
    const settings = early(file({ path: '/etc/docker/daemon.json', content: `${JSON.stringify(daemon, null, 2)}\n` }));
    const plugins = early(file({ path: '/etc/containerd/config.toml', content: containerd }));
    const groups = dropIn('docker.service', 'bancada-groups', writableGroups);
    return [
      ...[settings, plugins, groups],
      service({ unit: 'containerd.service', restartOn: [plugins] }),
      service({ unit: 'docker.service', restartOn: [settings, groups] }),
    ];
  },
  ready: () => [
    {
      what: { en: 'Docker answers', pt: 'o Docker responde' },
      condition: { until: 'command', question: { ask: 'command', argv: ['docker', 'version'], timeoutSeconds: 5 } },
    },
  ],
});
