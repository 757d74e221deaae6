/** What the base layer of every local machine is made of. Part of the layer's key: a change here builds a new one. */
export interface BaseImage {
  /** Debian packages beyond the essential ones; a trailing `-` keeps one out. */
  readonly packages: readonly string[];
  /** Units that do nothing for a machine in a lab: consoles, hardware, housekeeping timers. They are masked. */
  readonly masked: readonly string[];
  /**
   * Programs that systemd runs at each boot, and whenever it reads its units anew, to make units of what they find: disks to
   * decrypt, consoles, what the kernel's command line asks for. In a machine of a lab none finds anything. They are masked;
   * those of init scripts, rc.local and fstab are not: some packages, and people, bring nothing else.
   */
  readonly maskedGenerators: readonly string[];
  /** Units that start when somebody calls them, and not by themselves. */
  readonly onDemand: readonly string[];
  /** Files by absolute path. */
  readonly files: Readonly<Record<string, string>>;
}

const wayIn = '/etc/systemd/system/bancada-ssh';

/** The image that every local machine stands on. */
export const baseImage: BaseImage = {
  packages: [
    'ca-certificates',
    'dbus',
    'iproute2',
    'iputils-ping',
    'libpam-systemd-',
    'nftables',
    'openssh-server',
    'procps',
    'python3',
    'systemd',
    'systemd-sysv',
  ],
  masked: [
    'console-getty.service',
    'cryptsetup.target',
    'dev-hugepages.mount',
    'getty-static.service',
    'getty.target',
    'integritysetup.target',
    'kmod-static-nodes.service',
    'proc-sys-fs-binfmt_misc.automount',
    'sys-fs-fuse-connections.mount',
    'sys-kernel-config.mount',
    'sys-kernel-debug.mount',
    'sys-kernel-tracing.mount',
    'systemd-ask-password-console.path',
    'systemd-ask-password-wall.path',
    'systemd-binfmt.service',
    'systemd-firstboot.service',
    'systemd-journald-audit.socket',
    'systemd-machine-id-commit.service',
    'systemd-modules-load.service',
    'systemd-networkd.socket',
    'systemd-pcrphase-sysinit.service',
    'systemd-pcrphase.service',
    'systemd-random-seed.service',
    'systemd-remount-fs.service',
    'systemd-repart.service',
    'systemd-sysusers.service',
    'systemd-tmpfiles-clean.timer',
    'systemd-tmpfiles-setup-dev.service',
    'systemd-update-utmp-runlevel.service',
    'systemd-update-utmp.service',
    'systemd-user-sessions.service',
    'veritysetup.target',
  ],
  maskedGenerators: [
    'systemd-cryptsetup-generator',
    'systemd-debug-generator',
    'systemd-getty-generator',
    'systemd-gpt-auto-generator',
    'systemd-hibernate-resume-generator',
    'systemd-integritysetup-generator',
    'systemd-run-generator',
    'systemd-system-update-generator',
    'systemd-veritysetup-generator',
  ],
  onDemand: ['dbus.service', 'systemd-logind.service'],
  files: {
    // What a package installs stays off until it is provisioned.
    '/etc/systemd/system-preset/00-bancada.preset': 'enable bancada-ssh.socket\ndisable *\n',
    '/usr/sbin/policy-rc.d': '#!/bin/sh\nexit 101\n',
    '/etc/hosts': '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n',
    '/etc/resolv.conf': '',
    '/etc/machine-id': '',
    [`${wayIn}.socket`]: `[Unit]
Description=Bancada's way in
DefaultDependencies=no
Before=sockets.target

[Socket]
ListenStream=/run/bancada/ssh/socket
SocketMode=0666
Accept=yes
MaxConnections=512

[Install]
WantedBy=sockets.target
`,
    [`${wayIn}@.service`]: `[Unit]
Description=Bancada's way in
CollectMode=inactive-or-failed

[Service]
ExecStart=-/usr/sbin/sshd -i -f /etc/ssh/bancada_sshd_config
StandardInput=socket
StandardError=journal
KillMode=process
RuntimeDirectory=sshd
RuntimeDirectoryMode=0755
RuntimeDirectoryPreserve=yes
`,
    '/etc/ssh/bancada_sshd_config': `HostKey /etc/ssh/ssh_host_ed25519_key
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
UsePAM no
UseDNS no
PrintMotd no
AcceptEnv LANG LC_*
MaxSessions 64
Subsystem sftp internal-sftp
`,
  },
};
