import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const WIDTH = 860;

/** A plot as HTML with inline SVG: nothing to load, no script. Texts are escaped by the document that holds them. */
export function draw(options: Plot.PlotOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const style = { fontFamily: 'inherit', fontSize: '13px', overflow: 'visible' };
  const drawn = Plot.plot({
    width: WIDTH,
    marginTop: 36,
    marginLeft: 70,
    marginBottom: 48,
    style,
    ...options,
    document,
  });
  return drawn.outerHTML;
}
