import { processConsole } from '../ports/console.ts';
import { run } from './run.ts';

const console = processConsole();
const code = await run(console);
await Promise.all([console.out.flush(), console.error.flush()]);
// Something may still hold the program open, such as a connection that nobody closed.
console.exit(code);
