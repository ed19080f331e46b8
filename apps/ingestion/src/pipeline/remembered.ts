/** Names of fields come from code, so there are few; somebody who invents them must not fill the memory. */
const NAMES_MAX = 10_000;
/** Whatever is longer is no name of a field. */
const LENGTH_MAX = 100;

/** A function of a name that remembers its answers, at most 10,000 of them, for names of usual length. */
export function remembered<T>(compute: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    if (name.length > LENGTH_MAX) return compute(name);
    const before = known.get(name);
    if (before !== undefined) return before;
    const answer = compute(name);
    if (known.size >= NAMES_MAX) known.clear();
    known.set(name, answer);
    return answer;
  };
}
