// What `first: {}` means among the services of a topology of this project. It is a program, and runs as you.
// Bancada's docs/roles.md tells all that a role can say; `./bancada validate` tells what is wrong with this one.

/** @type {import('bancada/role').MakeRole} */
export const role = ({ z, file, listenAddresses, service, unit }) => ({
  summary: { en: 'serves one page', pt: 'serve uma página' },

  // What a topology may say about it: `first: { port: 8000, text: good morning }`.
  params: z.strictObject({
    port: z.int().min(1).max(65535).default(8000),
    text: z.string().default('hello'),
  }),

  // From its ports come the firewall, the checks and the picture.
  offers: ({ port }) => [{ name: 'http', port }],

  // What is to be on its machine. `plan` tells what is otherwise, and `up` makes it so.
  resources: (context) => {
    const { machine, params, template } = context;
    const [address = '127.0.0.1', another] = listenAddresses(context);
    const page = file({
      path: '/srv/first/index.html',
      content: template('index.html.ejs', { text: params.text, machine: machine.name }),
    });
    const program = unit(
      'first.service',
      template('first.service.ejs', { port: params.port, address: another ? '0.0.0.0' : address }),
    );
    return [page, program, service({ unit: 'first.service', restartOn: [program] })];
  },

  // What `up` waits for.
  ready: (context) => {
    const [address = '127.0.0.1'] = listenAddresses(context);
    const { port } = context.params;
    return [
      {
        what: { en: `the page is served on port ${port}`, pt: `a página é servida na porta ${port}` },
        condition: { until: 'http', address, port, path: '/', status: 200 },
      },
    ];
  },
});
