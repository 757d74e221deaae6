import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A shape of AWS's service model, as far as the EC2 protocol needs it. */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Member>>;
  readonly member?: Member;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
}

/** A place in a structure or list, with its names on the wire. */
export interface Member {
  readonly shape: string;
  readonly locationName?: string;
  readonly queryName?: string;
}

/** AWS's own description of EC2's interface. */
export interface ServiceModel {
  readonly metadata: { readonly apiVersion: string; readonly xmlNamespace?: string };
  readonly operations: Readonly<
    Record<string, { readonly input?: { readonly shape: string }; readonly output?: { readonly shape: string } }>
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

// Debian's and Ubuntu's python3-botocore; later ones compress it.
const places = ['service-2.json', 'service-2.json.gz'].map(
  (name) => `/usr/lib/python3/dist-packages/botocore/data/ec2/2016-11-15/${name}`,
);

const place = places.find((path) => existsSync(path));

/** Whether the package is installed that carries the model; tests that need it are skipped otherwise, and say so. */
export const hasServiceModel = place !== undefined;

let loaded: ServiceModel | undefined;

/** AWS's service model of EC2. @throws Error where `python3-botocore` is not installed */
export const serviceModel = (): ServiceModel => (loaded ??= load());

const load = (): ServiceModel => {
  if (place === undefined) throw new Error('the package python3-botocore is not installed');
  const file = readFileSync(place);
  return JSON.parse((place.endsWith('.gz') ? gunzipSync(file) : file).toString('utf8')) as ServiceModel;
};

/** A shape by its name. */
export const shapeOf = (name: string): Shape => {
  const shape = serviceModel().shapes[name];
  if (shape === undefined) throw new Error(`AWS's model has no shape ${name}`);
  return shape;
};
