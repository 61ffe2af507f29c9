-- One line per call to a language or image model, for the cost report. Append only, so it never got a key.
CREATE TABLE public.model_call_log (
  called_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  project_id UUID REFERENCES public.projects (id) ON DELETE SET NULL,
  stage_number INTEGER,
  model TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL DEFAULT 0,
  completion_tokens INTEGER NOT NULL DEFAULT 0,
  usd NUMERIC(12, 6) NOT NULL DEFAULT 0,
  metadata JSONB
);

CREATE INDEX idx_model_call_log_time ON public.model_call_log USING BRIN (called_at);

-- Readable by the service role only: no policy at all.
ALTER TABLE public.model_call_log ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON public.model_call_log FROM anon, authenticated;
