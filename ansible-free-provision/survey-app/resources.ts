import * as z from 'zod';
import { listenAddresses } from '../../src/kit/listen.ts';
import type { Resource } from '../../src/kit/resource.ts';
import { file } from '../../src/kit/resources/file.ts';
import { service } from '../../src/kit/resources/service.ts';
import { tree } from '../../src/kit/resources/tree.ts';
import { unit } from '../../src/kit/resources/unit.ts';
import { user } from '../../src/kit/resources/user.ts';
import type { Peer, RoleContext } from '../../src/kit/role.ts';
import type { SurveyParams } from './params.ts';

const databaseParams = z.object({ database: z.string() });

/** The application under a user, in a folder and as a unit that bear the service's name. */
export function surveyResources(context: RoleContext<SurveyParams>): readonly Resource[] {
  const { name } = context.service;
  const [code, folder] = [`/opt/${name}`, `/etc/${name}`];
  const application = tree({ path: code, files: context.carried('app') });
  const config = file({
    path: `${folder}/config.json`,
    content: context.template('config.json.ejs', settings(context)),
    mode: '0640',
    group: name,
  });
  const gunicorn = file({
    path: `${folder}/gunicorn.conf.py`,
    content: context.template('gunicorn.conf.py.ejs', { ...context.params, addresses: listenAddresses(context) }),
  });
  const locals = { user: name, folder: code, config: `${folder}/config.json`, gunicorn: `${folder}/gunicorn.conf.py` };
  const daemon = unit(`${name}.service`, context.template('survey.service.ejs', locals).toString());
  const running = service({ unit: `${name}.service`, restartOn: [application, config, gunicorn, daemon] });
  return [user({ name }), application, config, gunicorn, daemon, running];
}

function settings(context: RoleContext<SurveyParams>) {
  const [database, sessions] = [only(context, 'database'), only(context, 'sessions')];
  return {
    machine: context.machine.name,
    threads: context.params.threads,
    demo: context.params.demo,
    schema: databaseParams.parse(database.service.params).database,
    database: addressAndAccount(database),
    sessions: addressAndAccount(sessions),
  };
}

const addressAndAccount = ({ address, port, account, password }: Peer) => ({ address, port, account, password });

function only(context: RoleContext<SurveyParams>, need: string): Peer {
  const [peer] = context.uses(need);
  if (peer === undefined) throw new Error(`${context.service.id} has nobody to use as ${need}`);
  return peer;
}
