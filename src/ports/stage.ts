import type { Consent, LabEvent } from '../model/event.ts';

/** Where a verb plays: it emits events, asks for consent, and stops when told to. */
export interface Stage {
  emit(event: LabEvent): void;
  /** Resolves to false where nobody can be asked. */
  consent(question: Consent): Promise<boolean>;
  readonly signal: AbortSignal;
}
