/**
 * The survey lab on two machines, here and in the cloud, with a tunnel between: the smallest lab that has everything of the
 * large one.
 */
export const pair = `bancada: 1
name: pair
networks:
  lan: { subnet: 192.168.56.0/24 }
  internet: { type: internet }
  vpn: { type: openvpn, subnet: 10.8.0.0/24, over: internet, server: db, clients: [lb] }
machines:
  lb:
    networks: { lan: 192.168.56.10, internet: auto }
    services:
      web: { role: nginx, upstream: survey }
      redis: {}
      survey: { role: survey-app, sessions: redis, database: { of: mariadb, over: vpn } }
  db:
    site: cloud
    networks: { internet: auto }
    services: { mariadb: { database: survey } }
visitors:
  class: { from: lan, to: web }
`;

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
