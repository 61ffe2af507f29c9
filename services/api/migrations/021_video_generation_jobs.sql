-- Videos by Veo 3 (stage 12). The worker polls this table every ten seconds and claims jobs with claim_video_job.
CREATE TABLE public.video_generation_jobs (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  shot_id UUID NOT NULL REFERENCES public.shots (id) ON DELETE CASCADE,
  user_id UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  status public.job_status NOT NULL DEFAULT 'queued',
  model TEXT NOT NULL DEFAULT 'veo-3.0-generate-preview',
  start_frame_url TEXT,
  end_frame_url TEXT,
  video_url TEXT,
  duration_seconds NUMERIC(5, 2),
  operation_name TEXT,
  provider_metadata JSONB NOT NULL DEFAULT '{}'::jsonb,
  error_message TEXT,
  claimed_by TEXT,
  claimed_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  completed_at TIMESTAMPTZ,
  CONSTRAINT video_jobs_completed_has_video
    CHECK (status <> 'completed' OR video_url IS NOT NULL)
);

CREATE INDEX idx_video_jobs_open ON public.video_generation_jobs (created_at)
  WHERE status IN ('queued', 'processing');
CREATE INDEX idx_video_jobs_shot ON public.video_generation_jobs (shot_id);

-- Two workers never get the same job; a job whose worker died is free again after fifteen minutes.
CREATE OR REPLACE FUNCTION public.claim_video_job(worker_name TEXT)
RETURNS SETOF public.video_generation_jobs
LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
  UPDATE video_generation_jobs
  SET status = 'processing', claimed_by = worker_name, claimed_at = NOW()
  WHERE id = (
    SELECT id
    FROM video_generation_jobs
    WHERE status = 'queued'
       OR (status = 'processing' AND claimed_at < NOW() - INTERVAL '15 minutes')
    ORDER BY created_at
    FOR UPDATE SKIP LOCKED
    LIMIT 1
  )
  RETURNING *;
$$;

REVOKE ALL ON FUNCTION public.claim_video_job(TEXT) FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.claim_video_job(TEXT) TO service_role;

ALTER TABLE public.video_generation_jobs ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can view their own video jobs"
  ON public.video_generation_jobs FOR SELECT
  TO authenticated
  USING (user_id = (SELECT auth.uid()));
