import { ServiceError } from '../../../services/shared/errors'
import { checkNewKey } from '../../../services/shared/storage/keys'

describe('a key to be written', () => {
  it.each(['a.png', 'a//b', '/a', 'a/', "it's (a) key & so=on@x;y:z+1,2?3-4!*$.png"])('may be %j', (key) => {
    expect(() => checkNewKey(key)).not.toThrow()
  })

  it.each(['ä.png', 'a%20b', 'a#b', 'a~b', 'a[b]', 'tab\there', '', '../up', '日本'])(
    'may not be %j',
    (key) => {
      expect(() => checkNewKey(key)).toThrow(ServiceError)
    },
  )
})
