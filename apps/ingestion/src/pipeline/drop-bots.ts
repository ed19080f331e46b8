import { isJsonObject, type JsonObject } from './json.ts';
import { drop, ok, type Step } from './step.ts';

/** Crawlers, link previewers, monitors and headless browsers call themselves so. "Cubot" makes telephones. */
const BOT =
  /(?<!cu)bot\b|bot[/;)]|crawl|spider|slurp|facebookexternalhit|whatsapp\/|lighthouse|headless|phantomjs|puppeteer|playwright|selenium|pingdom|uptime|monitor|preview|scrap|python-requests|curl\/|wget\//i;

const NOTHING: JsonObject = {};

/** Leaves out what no shopper did. */
export const dropBots: Step = (draft) => {
  const context = draft.fields['context'];
  const userAgent = isJsonObject(context) ? context['userAgent'] : undefined;
  return typeof userAgent === 'string' && BOT.test(userAgent)
    ? drop('EVENT_BOT', 'the user agent is a known crawler')
    : ok(NOTHING);
};
