// Waiting: looks again and again until there is an answer, or until time is up.

const PAUSE = 25;

/**
 * What `look` answers once it is neither undefined nor false. A page that is just being replaced makes `look` throw;
 * that counts as no answer, and is told if time runs out.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, seconds = 10): Promise<T> {
  const errors = new Map<string, unknown>();
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await pause()) {
    try {
      const answer = await look();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      errors.set(String(error), error);
    }
  }
  const cause = new AggregateError(errors.values(), [...errors.keys()].join('; ') || 'no error');
  throw new Error(`not within ${seconds} s: ${what}`, { cause });
}

const pause = () => new Promise((later) => setTimeout(later, PAUSE));
