import { describe, expect, it } from 'vitest';
import { interruptible } from '../../../src/cli/interrupt.ts';
import { createStage } from '../../../src/cli/stage.ts';
import { quietReporter } from '../../../src/cli/still.ts';
import { printer } from '../../../src/cli/printer.ts';
import type { Consent } from '../../../src/model/event.ts';
import { scriptedConsole } from '../../support/scripted-console.ts';

const look = { language: 'pt', width: 80, verbose: false } as const;

const question = (code: Consent['code']): Consent => ({
  code,
  question: { en: 'Run this as root?', pt: 'Rodar isto como root?' },
  details: ['apt-get install --yes nftables'],
});

const stageWith = (answers: readonly string[], { yes = false, mayAsk = true } = {}) => {
  const console = scriptedConsole({ answers });
  const print = printer(console.error, {});
  const { signal } = new AbortController();
  const stage = createStage({ console, reporter: quietReporter(print), look, print, signal, yes, mayAsk });
  return { console, stage };
};

describe('consent', () => {
  it.each([
    ['y', true],
    ['sim', true],
    [' S ', true],
    ['n', false],
    ['', false],
    ['yes please', false],
  ])('%j means %s', async (answer, agreed) => {
    const { stage, console } = stageWith([answer]);
    expect(await stage.consent(question('setup'))).toBe(agreed);
    expect(console.stderr()).toBe('Rodar isto como root?\n  apt-get install --yes nftables\n');
  });

  it('is refused, and the flag named, where nobody can be asked', async () => {
    const { stage, console } = stageWith(['y'], { mayAsk: false });
    expect(await stage.consent(question('setup'))).toBe(false);
    expect(console.asked).toEqual([]);
    expect(console.stderr()).toContain('--setup');
  });

  it.each([
    ['setup', true],
    ['destroy', true],
    ['spend', false],
    ['public', false],
  ] as const)('--yes and %s: %s', async (code, agreed) => {
    const { stage } = stageWith(['n'], { yes: true });
    expect(await stage.consent(question(code))).toBe(agreed);
  });
});

describe('Ctrl-C', () => {
  it('once aborts the verb, twice leaves', () => {
    const console = scriptedConsole();
    const said: string[] = [];
    const { signal } = interruptible(console, {
      onFirst: () => said.push('first'),
      onSecond: () => said.push('second'),
    });
    console.interrupt();
    expect(signal.aborted).toBe(true);
    expect(said).toEqual(['first']);
    console.interrupt();
    expect(said).toEqual(['first', 'second']);
  });

  it('is not listened to any more once the verb has ended', () => {
    const console = scriptedConsole();
    const { signal, release } = interruptible(console, { onFirst: () => {}, onSecond: () => {} });
    release();
    console.interrupt();
    expect(signal.aborted).toBe(false);
  });
});
