import type { Explanations } from './explanation.ts';

/** What can go wrong with keeping a lab as it is, and with putting it back. */
export const snapshotExplanations: Explanations = {
  'unknown-snapshot': {
    what: { en: 'The lab has no snapshot of this name.', pt: 'O lab não tem um instantâneo com este nome.' },
    remedy: { en: '`snapshot list` shows those that it has.', pt: '`snapshot list` mostra os que ele tem.' },
    example: 'bancada snapshot survey list',
  },
  'snapshot-exists': {
    what: {
      en: 'A snapshot is never written over: whoever counts on it finds what was saved.',
      pt: 'Um instantâneo nunca é sobrescrito: quem conta com ele encontra o que foi salvo.',
    },
    remedy: { en: 'Choose another name, or delete the old one.', pt: 'Escolha outro nome, ou apague o antigo.' },
    example: 'bancada snapshot survey delete before-class',
  },
  'bad-snapshot-name': {
    what: {
      en: 'A snapshot’s name becomes the name of folders and files, so it is narrow.',
      pt: 'O nome de um instantâneo vira nome de pastas e arquivos, por isso é restrito.',
    },
    remedy: {
      en: 'At most 32 lower-case letters, digits and hyphens, a hyphen not first.',
      pt: 'No máximo 32 letras minúsculas, dígitos e hifens, sem hífen no início.',
    },
    example: 'bancada snapshot survey save before-class',
  },
  'snapshots-unavailable': {
    what: {
      en: 'Not every kind of machine can be kept: disks in a cloud cost money, and other people’s computers hold more than the lab.',
      pt: 'Nem todo tipo de máquina pode ser guardado: discos numa nuvem custam dinheiro, e computadores alheios têm mais do que o lab.',
    },
    remedy: {
      en: 'Local machines, and VMs of VirtualBox, can be kept.',
      pt: 'Máquinas locais, e VMs do VirtualBox, podem ser guardadas.',
    },
  },
  'snapshot-of-broken': {
    what: {
      en: 'A fault is at work. The snapshot would hold what it broke, and not how it is undone.',
      pt: 'Há uma falha ativa. O instantâneo teria o que ela quebrou, e não como se desfaz.',
    },
    remedy: { en: 'Undo the faults, then save.', pt: 'Desfaça as falhas e depois salve.' },
    example: 'bancada fault survey undo\nbancada snapshot survey save before-class',
  },
  'snapshot-needs-up': {
    what: {
      en: 'Machines of the lab are not there, and a snapshot holds all of them or none.',
      pt: 'Há máquinas do lab que não existem, e um instantâneo tem todas ou nenhuma.',
    },
    remedy: { en: 'Bring the lab up.', pt: 'Ponha o lab no ar.' },
    example: 'bancada up survey',
  },
  'snapshot-damaged': {
    what: {
      en: 'Disks of the snapshot were removed by somebody else, so it cannot be restored. The lab is as it was; if a restore was cut off before, it is still half on its way.',
      pt: 'Discos do instantâneo foram apagados por outrem, então não se pode restaurá-lo. O lab está como estava; se uma volta foi interrompida antes, ele continua a meio caminho.',
    },
    remedy: {
      en: 'Delete what is left of it; half on the way, restore another snapshot, or destroy the lab.',
      pt: 'Apague o que resta dele; a meio caminho, restaure outro instantâneo, ou destrua o lab.',
    },
    example: 'bancada snapshot survey delete before-class',
  },
  'snapshot-untold': {
    what: {
      en: 'Disks of the machines are kept, but the lab’s folder, in which stood what the lab was then, was lost. They are not removed by themselves.',
      pt: 'Há discos das máquinas guardados, mas a pasta do lab, que dizia o que ele era, se perdeu. Eles não são apagados por si.',
    },
    remedy: {
      en: 'Bring .bancada/ back from a copy, or delete them by their name.',
      pt: 'Recupere .bancada/ de uma cópia, ou apague-os pelo nome.',
    },
    example: 'bancada snapshot survey delete before-class',
  },
  'snapshot-no-room': {
    what: {
      en: 'The disk has no room for copies of the machines’ disks. Nothing was changed.',
      pt: 'O disco não tem espaço para cópias dos discos das máquinas. Nada foi mudado.',
    },
    remedy: {
      en: 'Delete snapshots that nobody needs, or make room otherwise.',
      pt: 'Apague instantâneos de que ninguém precisa, ou libere espaço de outro modo.',
    },
    example: 'bancada snapshot survey list\ndf -h /var/lib',
  },
  'restore-cut-off': {
    what: {
      en: 'A restore was cut off after it had begun: some machines may be as they were then, others not. All are stopped.',
      pt: 'Uma restauração foi interrompida depois de começar: umas máquinas podem estar como eram, outras não. Todas estão paradas.',
    },
    remedy: {
      en: '`up` ends it first; so does another restore, also of another snapshot.',
      pt: '`up` a termina antes; outra restauração também, mesmo de outro instantâneo.',
    },
    example: 'bancada up survey',
  },
};
