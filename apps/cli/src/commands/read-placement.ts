import { Placement } from '#contracts/generated/cartwise/recommendation/v1/recommendation';

/** The message of a file with a placement's settings. Throws on what the message has no field for. */
export function readPlacement(id: string, json: string): Placement {
  const given: unknown = JSON.parse(json);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new Error('a placement is a JSON object with limit, filter and controls');
  }
  const placement = Placement.fromPartial({ ...given, id });
  const unknown = unknownField(given, placement, '');
  if (unknown !== undefined) throw new Error(`a placement has no field "${unknown}"`);
  return placement;
}

/** The path of the first field of `given` that did not come into the message. */
function unknownField(given: object, understood: object, path: string): string | undefined {
  for (const [name, value] of Object.entries(given)) {
    const here = Array.isArray(given) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    if (!(name in understood)) return here;
    const counterpart: unknown = Reflect.get(understood, name);
    if (typeof value !== 'object' || value === null) continue;
    if (typeof counterpart !== 'object' || counterpart === null) return here;
    const below = unknownField(value, counterpart, here);
    if (below !== undefined) return below;
  }
  return undefined;
}
