/** The groups of schedules that the template declares, beside the one that is always there. */
export class ScheduleGroups {
  readonly #names = new Set(["default"]);

  declare(name: string): void {
    this.#names.add(name);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }
}
