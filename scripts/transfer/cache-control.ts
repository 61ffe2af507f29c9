/** What Supabase stores, and answers with, where an upload said nothing about caching. S3 says nothing itself. */
const UNSAID = 'no-cache'

/** Cache control as both sides can say it: an object without one on AWS is not another object. */
export function cacheControlOf(said: string): string {
  return said === '' ? UNSAID : said
}
