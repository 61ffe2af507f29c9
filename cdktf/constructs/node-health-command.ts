/** Longer than a healthy answer, shorter than the five seconds that ECS waits for the command. */
const TIMEOUT_MS = 3000

/**
 * Health command of a container whose image has Node.js and perhaps nothing else: 0 for an answer with status 200.
 * `CMD` and not `CMD-SHELL`, so the image needs no shell and the path is no part of a shell line.
 */
export function nodeHealthCommand(port: number, path: string): string[] {
  const request = JSON.stringify({ port, path, timeout: TIMEOUT_MS })
  const script = [
    'const end = (code) => process.exit(code)',
    `require('node:http').get(${request}, ({ statusCode }) => end(statusCode === 200 ? 0 : 1))`,
    `  .on('error', () => end(1)).on('timeout', () => end(1))`,
  ].join('\n')
  return ['CMD', 'node', '-e', script]
}
