/** Something that was started and must be stopped. */
type Stop = () => Promise<void>

/** Stops everything that was started, last first, whatever happens in between. */
export class Cleanup {
  readonly #stops: { name: string; stop: Stop }[] = []
  #ended: Promise<string[]> | undefined

  add(name: string, stop: Stop): void {
    this.#stops.push({ name, stop })
  }

  /** May be called twice (Ctrl-C while ending). Answers what could not be stopped. */
  run(): Promise<string[]> {
    this.#ended ??= this.#stopAll()
    return this.#ended
  }

  async #stopAll(): Promise<string[]> {
    const faults: string[] = []
    for (const { name, stop } of this.#stops.reverse()) {
      try {
        await stop()
      } catch (error) {
        faults.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    return faults
  }
}
