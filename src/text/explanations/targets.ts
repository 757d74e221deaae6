import type { Explanations } from './explanation.ts';

/** What can go wrong where a lab is to go, and what its machines are made from there. */
export const targetExplanations: Explanations = {
  'unknown-target': {
    what: {
      en: 'A target says who makes the machines; there is none of this name.',
      pt: 'Um alvo diz quem faz as máquinas; não há nenhum com este nome.',
    },
    remedy: { en: 'Take `local`, or declare it under `targets:`.', pt: 'Use `local`, ou declare-o em `targets:`.' },
    example: 'bancada up survey --on local',
  },
  'other-target': {
    what: { en: 'A lab stays where it was begun.', pt: 'Um lab fica onde foi começado.' },
    remedy: { en: 'Destroy it first, or leave `--on` out.', pt: 'Destrua-o antes, ou tire `--on`.' },
    example: 'bancada destroy survey\nbancada up survey --on local',
  },
  'option-without-effect': {
    what: {
      en: 'An option says how machines in the cloud, VMs or existing hosts are to be, and the lab has none of those on this target.',
      pt: 'Uma opção diz como devem ser máquinas na nuvem, VMs ou hosts existentes, e neste alvo o lab não tem nenhum deles.',
    },
    remedy: {
      en: 'Leave it out, or name the target that it is for. What stands in the environment for all labs is passed over instead.',
      pt: 'Omita-a, ou indique o alvo a que se destina. O que está no ambiente, para todos os labs, é apenas ignorado.',
    },
    example: 'bancada up survey --on real --region sa-east-1\nexport BANCADA_REGION=sa-east-1',
  },
  'unknown-system': {
    what: {
      en: 'A machine of the lab runs a system that this version does not know: a newer Bancada made it, or its tags were changed.',
      pt: 'Uma máquina do lab roda um sistema que esta versão não conhece: uma Bancada mais nova a fez, ou as tags dela foram mudadas.',
    },
    remedy: {
      en: 'Use the version that made it. `destroy` removes it with any version.',
      pt: 'Use a versão que a fez. O `destroy` a remove com qualquer versão.',
    },
    example: 'bancada destroy survey',
  },
  'other-system': {
    what: {
      en: 'What machines run is decided when their lab is begun: those that are there stay as they are.',
      pt: 'O que as máquinas rodam se decide quando o lab é começado: as que existem ficam como são.',
    },
    remedy: { en: 'Destroy the lab first, or leave `--system` out.', pt: 'Destrua o lab antes, ou tire `--system`.' },
    example: 'bancada destroy survey\nbancada up survey --on vms --system ubuntu-24.04',
  },
  'other-box': {
    what: {
      en: 'VMs are copies of a box. Those that are there stay what they are, whichever box is named now.',
      pt: 'VMs são cópias de uma box. As que existem ficam o que são, seja qual for a box indicada agora.',
    },
    remedy: { en: 'Destroy the lab first, or leave `--box` out.', pt: 'Destrua o lab antes, ou tire `--box`.' },
    example: 'bancada destroy survey\nbancada up survey --on vms --box bento/ubuntu-24.04',
  },
  'no-box': {
    what: {
      en: 'For this system and this hypervisor Bancada knows no box: the boxes of Ubuntu are for VirtualBox.',
      pt: 'Para este sistema e este hipervisor a Bancada não conhece nenhuma box: as de Ubuntu são para o VirtualBox.',
    },
    remedy: {
      en: 'Name one of your own, or take Debian 12.',
      pt: 'Indique uma sua, ou use o Debian 12.',
    },
    example: 'bancada up survey --on vms --box generic/ubuntu2204',
  },
};
