import type { LoadResult } from '../../model/load.ts';
import { escapeXml } from '../graph/svg/text.ts';
import { plain, say } from '../line.ts';
import type { Line, Look } from '../line.ts';
import { latencyHeadings, latencyRows, loadHead, loadRemarks } from '../load.ts';
import { loadPlots } from './plots.ts';
import { style } from './style.ts';

const cell = (line: Line, index: number): string =>
  index === 0 ? `<th scope="row">${escapeXml(plain(line))}</th>` : `<td>${escapeXml(plain(line))}</td>`;

const latencyTable = (result: LoadResult, look: Look): string => {
  const head = latencyHeadings(look).map((heading) => `<th scope="col">${escapeXml(heading)}</th>`);
  const rows = latencyRows(result, look).map((row) => `<tr>${row.map(cell).join('')}</tr>`);
  return `<div class="wide"><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
};

const paragraphs = (lines: readonly Line[], tag: 'p' | 'li'): string =>
  lines.map((line) => `<${tag}>${escapeXml(plain(line).replace(/^!? +/, ''))}</${tag}>`).join('');

/** A load as a page that needs nothing but itself: no script, no font, no picture from elsewhere. */
export const loadPage = (result: LoadResult, look: Look): string => {
  const title = `${result.lab}: ${result.profile}`;
  const remarks = loadRemarks(result, look);
  return `<!doctype html>
<html lang="${look.language === 'pt' ? 'pt-BR' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeXml(result.lab)}</h1>
<p class="what">${escapeXml(`${result.profile}: ${say(result.title, look)}`)} · <time>${escapeXml(result.started)}</time></p>
${paragraphs(loadHead(result, look), 'p')}
${remarks.length === 0 ? '' : `<ul class="remarks">${paragraphs(remarks, 'li')}</ul>`}
${loadPlots(result, look)}
${latencyTable(result, look)}
</body>
</html>
`;
};
