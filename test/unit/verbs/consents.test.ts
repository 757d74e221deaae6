import { describe, expect, test } from 'vitest';
import type { Consent } from '../../../src/model/event.ts';
import type { Foresight } from '../../../src/providers/provider.ts';
import { agree, type Agreed } from '../../../src/verbs/consents.ts';

const said = (en: string) => ({ en, pt: en });
const nothing: Foresight = { makes: [], opens: [] };
const dear: Foresight = { ...nothing, makes: [said('makes db')], price: { hourly: 0.02, monthly: 14.6 } };
const open: Foresight = {
  ...nothing,
  opens: [
    { what: said('db lets in 198.51.100.7/32 → tcp 22'), toWorld: false },
    { what: said('web lets in anybody → tcp 80'), toWorld: true },
  ],
};

/** What was asked, and how it ended, where every question is answered so. */
const asking = async (
  foresight: Foresight,
  agreed: Partial<Agreed>,
  answer: boolean,
): Promise<{ readonly asked: readonly Consent[]; readonly ended: unknown }> => {
  const asked: Consent[] = [];
  const stage = {
    emit: () => undefined,
    consent: (question: Consent) => {
      asked.push(question);
      return Promise.resolve(answer);
    },
    signal: new AbortController().signal,
  };
  const bench = { project: '/', directory: '/', stage };
  const ended = await agree(foresight, { public: false, ...agreed }, bench).catch((error: unknown) => error);
  return { asked, ended };
};

describe('money', () => {
  test('is spent after a question that says how much by when, and what for', async () => {
    const { asked, ended } = await asking(dear, { maxHours: 8 }, true);
    expect(ended).toBeUndefined();
    expect(asked).toMatchObject([{ code: 'spend', details: [said('makes db')] }]);
    expect(asked[0]?.question.en).toContain('0.16');
  });

  test('is not spent where nobody says yes', async () => {
    expect((await asking(dear, {}, false)).ended).toMatchObject({ code: 'not-confirmed' });
  });

  test.each([
    // A month of it, where it does not end itself.
    [{ maxCostUsd: 15 }, undefined],
    [{ maxCostUsd: 14 }, { code: 'costs-too-much' }],
    [{ maxCostUsd: 0.2, maxHours: 8 }, undefined],
    [{ maxCostUsd: 0.1, maxHours: 8 }, { code: 'costs-too-much' }],
  ])('nobody is asked who said %j', async (agreed, error) => {
    const { asked, ended } = await asking(dear, agreed, false);
    expect(asked).toEqual([]);
    if (error === undefined) expect(ended).toBeUndefined();
    else expect(ended).toMatchObject(error);
  });

  test('a price that we do not know is below no limit', async () => {
    const { ended } = await asking({ ...dear, price: 'unknown' }, { maxCostUsd: 1000 }, true);
    expect(ended).toMatchObject({ code: 'cost-unknown' });
  });

  test('what runs already was asked about', async () => {
    expect((await asking({ ...dear, makes: [] }, {}, false)).asked).toEqual([]);
  });
});

describe('a port to the whole world', () => {
  test('is opened after a question that names it, and none that is not', async () => {
    const { asked, ended } = await asking(open, {}, true);
    expect(ended).toBeUndefined();
    expect(asked).toMatchObject([{ code: 'public', details: [said('web lets in anybody → tcp 80')] }]);
  });

  test('stays closed where nobody says yes', async () => {
    expect((await asking(open, {}, false)).ended).toMatchObject({ code: 'not-confirmed' });
  });

  test('is not asked about who said so beforehand', async () => {
    expect(await asking(open, { public: true }, false)).toEqual({ asked: [], ended: undefined });
  });
});
