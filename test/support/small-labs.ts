/** The least that is a lab. */
export const cache = `
networks:
  lan: {}
machines:
  one:
    networks: { lan: auto }
    services: { memcached: {} }
visitors:
  class: { from: lan, to: memcached }
`;

/** What `survey` runs, and with what. */
const app = `survey: { role: survey-app, sessions: redis, database: { of: mariadb, over: vpn } }`;

/** A balancer and its Redis here, the database in the cloud, and a tunnel between. `own`: what else there is to say. */
const tunnelled = (own: {
  readonly lan: string;
  readonly vpn: string;
  readonly link?: string;
  readonly onBalancer?: string;
  readonly machines?: string;
}): string => `
networks:
  lan: { subnet: ${own.lan}.0/24 }
  internet: { type: internet${own.link ?? ''} }
  vpn: { type: openvpn, subnet: ${own.vpn}.0/24, over: internet, server: db, clients: [lb] }
machines:
  lb:
    networks: { lan: ${own.lan}.10, internet: auto }
    services:
      web: { role: nginx, upstream: survey }
      redis: {}
      ${own.onBalancer ?? ''}${own.machines ?? ''}
  db:
    site: cloud
    networks: { internet: auto }
    services: { mariadb: { database: survey } }
visitors:
  class: { from: lan, to: web }
`;

/**
 * The survey lab on two machines, here and in the cloud, with a tunnel between: the smallest lab that has everything of the
 * large one.
 */
export const pair = `bancada: 1\nname: pair${tunnelled({ lan: '192.168.56', vpn: '10.8.0', onBalancer: app })}`;

/** The survey lab with another's addresses: two application machines between balancer and tunnel. */
export const elsewhere = tunnelled({
  ...{ lan: '192.168.86', vpn: '10.86.0', link: ', link: { rate: 100mbit }' },
  machines: `
  app:
    count: 2
    networks: { lan: 192.168.86.11 }
    services: { ${app} }`,
});

/** A balancer over two app machines on one network, without a tunnel; the stores stand with the balancer. */
export const twoApps = (balance: string): string => `
networks:
  lan: {}
machines:
  lb:
    networks: { lan: auto }
    services:
      web: { role: nginx, upstream: shop, balance: ${balance} }
      redis: {}
      mariadb: { database: shop }
  app:
    count: 2
    networks: { lan: auto }
    services:
      shop: { role: survey-app, sessions: redis, database: mariadb }
visitors:
  class: { from: lan, to: web }
`;

/** Two stores, each on a machine of its own, and who uses them. */
export const stores = `
networks:
  lan: {}
defaults:
  networks: { lan: auto }
machines:
  memory: { services: { redis: {} } }
  tables: { services: { mariadb: { database: shop } } }
  app:
    services:
      shop: { role: survey-app, sessions: redis, database: mariadb }
visitors:
  class: { from: lan, to: shop }
`;

/**
 * The survey and its sessions on one machine in EC2, its database on another, a tunnel between. Its whole file: what stands
 * for EC2 runs them as local machines behind translated addresses and real security groups.
 */
export const far = `bancada: 1
name: far
targets: { aws: { cloud: ec2 } }
networks:
  internet: { type: internet }
  vpn: { type: openvpn, subnet: 10.8.0.0/24, over: internet, server: db, clients: [front] }
defaults: { site: cloud, networks: { internet: auto } }
machines:
  front: { services: { redis: {}, ${app} } }
  db: { services: { mariadb: { database: survey } } }
`;
