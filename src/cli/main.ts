#!/usr/bin/env node
import { refuseOldNode } from '../ports/old-node.ts';

refuseOldNode();
// What an old Node could not even read stands behind this.
await import('./start.ts');
