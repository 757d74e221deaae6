import type { Role } from '../src/kit/role.ts';
import { base } from './base/role.ts';
import { docker } from './docker/role.ts';
import { firewall } from './firewall/role.ts';
import { mariadb } from './mariadb/role.ts';
import { memcached } from './memcached/role.ts';
import { nginx } from './nginx/role.ts';
import { openvpn } from './openvpn/role.ts';
import { redis } from './redis/role.ts';
import { surveyApp } from './survey-app/role.ts';

/** Every role there is. A role is one folder and one line here. */
export const roles: readonly Role[] = [base, docker, firewall, mariadb, memcached, nginx, openvpn, redis, surveyApp];
