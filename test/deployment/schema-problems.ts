import { Ajv } from 'ajv';
import { readText } from './read-files.ts';

// The schemas use keywords and formats of their own, which change nothing here.
const ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: false, allErrors: true });
ajv.addSchema(JSON.parse(readText('test/deployment/schemas/compose-spec.json')) as object, 'compose');
ajv.addSchema(JSON.parse(readText('test/deployment/schemas/kubernetes-1.33.json')) as object, 'kubernetes');

function problems(schema: string, document: unknown): readonly string[] {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) return [`there is no schema ${schema}`];
  if (validate(document) === true) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`,
  );
}

/** What is wrong with a compose file by the Compose Specification. */
export const composeProblems = (document: unknown): readonly string[] => problems('compose', document);

/** What is wrong with a manifest by the Kubernetes API, unknown keys included. */
export function kubernetesProblems(document: unknown): readonly string[] {
  const { apiVersion, kind } = document as { apiVersion?: unknown; kind?: unknown };
  const name = `${String(apiVersion)}/${String(kind)}`;
  return problems(`kubernetes#/kinds/${name.replaceAll('/', '~1')}`, document);
}
