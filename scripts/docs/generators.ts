import { renderReportPage } from '../report/schema-page'
import { renderCommandsPage } from './commands-page'
import { renderErrorsPage } from './errors-page'

export interface Generator {
  /** Path from the root of the repository. */
  file: string
  /** The whole file, ending in a line break. */
  render: () => string | Promise<string>
}

/** Every generated page, in the order they are written and reported. */
export const generators: readonly Generator[] = [
  { file: 'docs/commands.md', render: renderCommandsPage },
  { file: 'docs/errors.md', render: renderErrorsPage },
  { file: 'docs/report.md', render: renderReportPage },
]
