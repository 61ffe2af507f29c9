import { html, type Content, type Markup } from './markup'

export interface SectionOptions {
  id: string
  title: string
  /** One or two sentences beside the title: how to read what follows. */
  note?: string
  body: Content
}

/** A part of the page: title and note in the margin, the matter beside it. */
export function section({ id, title, note, body }: SectionOptions): Markup {
  return html`<section aria-labelledby="${id}">
    <header>
      <h2 id="${id}">${title}</h2>
      ${note === undefined ? '' : html`<p>${note}</p>`}
    </header>
    <div class="body">${body}</div>
  </section>`
}

export interface Column {
  title: string
  /** Set flush right, with tabular figures. */
  numeric?: boolean
}

export interface TableOptions {
  caption: string
  columns: readonly Column[]
  /** The first cell of a row names it. */
  rows: readonly (readonly Content[])[]
  totals?: readonly Content[]
}

/** A table with a caption and headers that assistive technology can follow. */
export function table({ caption, columns, rows, totals }: TableOptions): Markup {
  const look = (index: number): string => (columns[index]?.numeric === true ? 'n' : '')
  const cells = (row: readonly Content[]): Content =>
    row.map((cell, index) =>
      index === 0
        ? html`<th scope="row" class="${look(index)}">${cell}</th>`
        : html`<td class="${look(index)}">${cell}</td>`,
    )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column, index) => html`<th scope="col" class="${look(index)}">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cells(row)}
            </tr>`,
        )}
      </tbody>
      ${
        totals === undefined
          ? ''
          : html`<tfoot>
              <tr>
                ${cells(totals)}
              </tr>
            </tfoot>`
      }
    </table>
  </div>`
}

export interface Fact {
  name: string
  value: Content
}

/** Names and values in a grid. */
export function facts(entries: readonly Fact[]): Markup {
  return html`<dl class="facts">
    ${entries.map(
      ({ name, value }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}

export function plainList(lines: readonly string[]): Markup {
  return html`<ul class="plain">
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`
}
