/** What an instance is told about itself when it is made. No secret: whoever is on it can read it. */
export interface FirstBoot {
  readonly labId: string;
  /** It ends itself after so many hours; never if absent. */
  readonly maxHours?: number;
}

/** How a machine's host key stands on its console; before it the lab's id, after it the key. */
const consoleMark = (labId: string): string => `bancada-host-key ${labId}`;

const timer = (hours: number): string => `cat >/etc/systemd/system/bancada-end.service <<'END'
[Unit]
Description=The end of this lab's machine
[Service]
Type=oneshot
ExecStart=/usr/bin/systemctl --no-block poweroff
END
cat >/etc/systemd/system/bancada-end.timer <<END
[Unit]
Description=The end of this lab's machine, ${String(hours)} hours after it was made
[Timer]
OnCalendar=$(date --utc --date='+${String(Math.round(hours * 3600))} seconds' '+%Y-%m-%d %H:%M:%S') UTC
AccuracySec=1s
Persistent=true
[Install]
WantedBy=timers.target
END
systemctl daemon-reload
systemctl enable --now bancada-end.timer
`;

/**
 * The script that an instance runs once, at its first boot: it sees to its own end first, then writes its public host key to
 * the console, now and at each boot, where only the account's owner can read it. Thus the first connection already knows whom to expect.
 * Lines of the kernel may come between, so it is said more than once.
 */
export const firstBoot = ({ labId, maxHours }: FirstBoot): string => `#!/bin/sh
set -u
${maxHours === undefined ? '' : timer(maxHours)}
show=/var/lib/cloud/scripts/per-boot/bancada-host-key
mkdir -p "$(dirname "$show")"
cat >"$show" <<'END'
#!/bin/sh
for round in 1 2 3 4 5; do
  printf '\\n${consoleMark(labId)} %s\\n' "$(cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub)" >/dev/console
  sleep 2
done
END
chmod 755 "$show"
"$show"
`;

// An Ed25519 key in SSH's form is 51 bytes, and they begin alike: a line that was torn is not taken for one.
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}';

/** The host key that an instance has shown on its console; `undefined` as long as it has not. */
export const hostKeyOn = (console: string, labId: string): string | undefined => {
  const line = new RegExp(`^${consoleMark(labId)} (${key})\\s*$`, 'gm');
  return [...console.matchAll(line)].at(-1)?.[1];
};
