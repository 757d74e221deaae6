import { dirname, relative, resolve, sep } from 'node:path';

const words = ['model', 'text', 'errors'];
const tools = [...words, 'ports', 'kit'];
const declared = [...words, 'kit', 'roles', 'vms', 'topology'];
const working = [...declared, 'blueprint', 'ports', 'ssh', 'pki', 'state', 'stores'];

/** Who may import whom: arrows point down only. A folder may always import from itself. */
const mayImport = {
  model: [],
  text: ['model'],
  errors: ['model', 'text'],
  ports: words,
  kit: words,
  ssh: tools,
  pki: tools,
  state: tools,
  stores: tools,
  vms: words,
  roles: [...words, 'kit'],
  topology: declared,
  blueprint: declared,
  sim: [...words, 'kit', 'blueprint'],
  provision: working,
  providers: working,
  checks: [...working, 'provision', 'providers'],
  load: [...working, 'provision', 'providers'],
  live: [...working, 'provision', 'providers'],
  faults: [...working, 'provision', 'providers'],
  scenarios: declared,
  verbs: [...working, 'scenarios', 'sim', 'provision', 'providers', 'checks', 'load', 'live', 'faults'],
  report: [...working, 'scenarios', 'sim', 'provision', 'providers', 'checks', 'live', 'verbs'],
  tui: [...working, 'providers', 'faults', 'verbs', 'report'],
  cli: [...working, 'sim', 'provision', 'providers', 'checks', 'load', 'live', 'faults', 'verbs', 'report', 'tui'],
};

/** `src/model/flow.ts` -> `model`, `ansible-free-provision/redis/role.ts` -> `roles`, `vms/sizes.ts` -> `vms`. */
const layerOf = (path) => {
  const [top, folder] = path.split(sep);
  if (top === 'ansible-free-provision') return 'roles';
  return top === 'src' ? folder : top;
};

/** One role's own files, as against the registry of all. */
const isOneRole = (path) => path.split(sep).length > 2;

const complaint = (from, to) => {
  const source = layerOf(from);
  const target = layerOf(to);
  if (!(source in mayImport)) return `${source} has no place in scripts/layers.js yet: give it one`;
  if (target === 'roles' && source !== 'roles' && isOneRole(to))
    return `${source} knows roles by ansible-free-provision/index.ts only, and none by its name`;
  if (target === source || mayImport[source].includes(target)) return undefined;
  return `${source} may not import ${target}; it may import ${mayImport[source].join(', ') || 'nothing'}`;
};

/** The layer rule: resolves each relative import to its folder and looks it up in the table above. */
export const layers = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename);
    const check = (node) => {
      const { source } = node;
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const message = complaint(file, relative(context.cwd, resolve(dirname(context.filename), source.value)));
      if (message) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      TSImportType: check,
    };
  },
};
