/** What VBoxManage ends with where it cannot do as told. */
export class Refusal extends Error {
  readonly code: number;
  constructor(text: string, code = 1) {
    super(text);
    this.code = code;
  }
}

const error = (text: string): string => `VBoxManage: error: ${text}\n`;

/** In VirtualBox's words: there is no such machine. */
export const notFound = (name: string): Refusal =>
  new Refusal(
    error(`Could not find a registered machine named '${name}'`) +
      error('Details: code VBOX_E_OBJECT_NOT_FOUND (0x80bb0001), component VirtualBoxWrap, interface IVirtualBox'),
  );

/** In VirtualBox's words: not in this state. */
export const wrongState = (name: string, state: string): Refusal =>
  new Refusal(
    error(`The machine '${name}' is already locked for a session (or being unlocked): it is ${state}`) +
      error('Details: code VBOX_E_INVALID_OBJECT_STATE (0x80bb0007), component MachineWrap, interface IMachine'),
  );

export const notRunning = (name: string): Refusal => new Refusal(error(`Machine '${name}' is not currently running.`));

export const nameTaken = (name: string): Refusal =>
  new Refusal(
    error(`Could not rename the directory: VERR_ALREADY_EXISTS: Machine settings file for '${name}' already exists`) +
      error('Details: code VBOX_E_FILE_ERROR (0x80bb0004), component SessionMachine, interface IMachine'),
  );

export const badUsage = (words: readonly string[]): Refusal =>
  new Refusal(error(`the stand-in does not know: ${words.join(' ')}`), 2);
