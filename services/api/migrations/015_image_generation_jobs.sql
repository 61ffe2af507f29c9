-- Every request to the image provider: what was asked, what came back, and the provider's answer as it was.
CREATE TYPE public.job_status AS ENUM ('queued', 'processing', 'completed', 'failed');

CREATE TABLE public.image_generation_jobs (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  job_number BIGSERIAL NOT NULL UNIQUE,
  project_id UUID NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
  project_asset_id UUID REFERENCES public.project_assets (id) ON DELETE SET NULL,
  status public.job_status NOT NULL DEFAULT 'queued',
  prompt TEXT NOT NULL,
  width INTEGER NOT NULL DEFAULT 1024 CHECK (width BETWEEN 64 AND 4096),
  height INTEGER NOT NULL DEFAULT 1024 CHECK (height BETWEEN 64 AND 4096),
  result_url TEXT,
  provider_response TEXT,
  error_message TEXT,
  attempts SMALLINT NOT NULL DEFAULT 0,
  idempotency_key UUID NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  completed_at TIMESTAMPTZ,
  CONSTRAINT image_jobs_completed_has_result
    CHECK (status <> 'completed' OR (result_url IS NOT NULL AND completed_at IS NOT NULL))
);

CREATE INDEX idx_image_jobs_open ON public.image_generation_jobs (created_at)
  WHERE status IN ('queued', 'processing');
CREATE INDEX idx_image_jobs_project ON public.image_generation_jobs (project_id, created_at DESC);

ALTER TABLE public.image_generation_jobs ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can view image jobs of their projects"
  ON public.image_generation_jobs FOR SELECT
  TO authenticated
  USING (public.owns_project(project_id));
