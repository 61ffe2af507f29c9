import { addClaims } from './add-claims'

/** Cognito's PreTokenGeneration trigger, event version V2_0: claims of identity and access tokens. */
export const handler = async (event: unknown): Promise<unknown> => addClaims(event)
