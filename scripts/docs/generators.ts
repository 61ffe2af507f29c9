import { renderReportPage } from '../report/schema-page'
import { renderArchitecturePage } from './architecture/page'
import { renderCommandsPage } from './commands-page'
import { renderCostPage } from './cost-page'
import { renderErrorsPage } from './errors-page'
import { renderSecurityRulesPage } from './security-rules-page'

export interface Generator {
  /** Path from the root of the repository. */
  file: string
  /** The whole file, ending in a line break. */
  render: () => string | Promise<string>
}

/** Every generated page, in the order they are written and reported. */
export const generators: readonly Generator[] = [
  { file: 'docs/architecture.md', render: renderArchitecturePage },
  { file: 'docs/commands.md', render: renderCommandsPage },
  { file: 'docs/cost.md', render: renderCostPage },
  { file: 'docs/errors.md', render: renderErrorsPage },
  { file: 'docs/report.md', render: renderReportPage },
  { file: 'docs/security-rules.md', render: renderSecurityRulesPage },
]
