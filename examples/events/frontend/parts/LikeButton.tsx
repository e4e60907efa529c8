import { Link, router, useHttp, usePage } from '@inertiajs/react'
import { useEffect, useId, useState } from 'react'
import { number } from '../format'
import { routes, type Forms, type Likes } from '../types'
import { Note } from './Field'
import { Travel } from './Travel'

/** Likes an event, or takes that back. There is no visit: the answer is the new count, or the reason why not. */
export function LikeButton({ event, likes: sent }: { event: number; likes: Likes }) {
  const { likes, settled, answered } = useAnswered(sent)
  const { visitor } = usePage().props
  const like = useHttp<Forms['LikeForm'], Likes>({ liked: !likes.mine })
  const [failed, setFailed] = useState(false)
  const note = useId()
  const error = failed ? 'That did not get through. Try again.' : like.errors.liked
  const send = () => {
    setFailed(false)
    like.transform(() => ({ liked: !likes.mine }))
    like.submit(routes.events.like({ id: event }), { onSuccess: answered }).catch(() => setFailed(true))
  }
  return (
    <div className="like">
      <button
        type="button"
        className="button like-button"
        aria-pressed={likes.mine}
        aria-describedby={note}
        disabled={like.processing || !settled}
        onClick={send}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
          <path d="M10 17S3 12.7 3 7.6A3.7 3.7 0 0 1 10 6a3.7 3.7 0 0 1 7 1.6C17 12.7 10 17 10 17z" />
        </svg>
        {likes.mine ? 'Liked' : 'Like'} <span className="like-count">{number(likes.count)}</span>
      </button>
      <Travel kind="json" prop="likes" />
      <Note
        id={note}
        error={
          error !== undefined && (
            <>
              {error} {!visitor && <Link href={routes.logIn.form()}>Log in</Link>}
            </>
          )
        }
      >
        {likes.mine && 'The house will be glad.'}
      </Note>
    </div>
  )
}

/**
 * The likes as the last answer had them. The page's own prop changes, so that it is right when somebody comes back to
 * it, too. A deferred prop that arrives in the same moment puts the page back that it was asked for by, and with it the
 * prop as it was; the answer is then put into it again.
 */
function useAnswered(sent: Likes) {
  const page = usePage()
  const [answer, setAnswer] = useState<{ replaces: Likes; likes: Likes }>()
  const newer = answer?.replaces === sent ? answer.likes : undefined
  useEffect(() => {
    if (newer) router.replaceProp('likes', newer)
  }, [newer, page])
  return {
    likes: newer ?? sent,
    settled: newer === undefined,
    answered: (likes: Likes) => setAnswer({ replaces: sent, likes }),
  }
}
