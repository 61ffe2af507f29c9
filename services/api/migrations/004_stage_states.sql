-- What each of the twelve stages produced, as the stage's own JSON; every save is a new version.
CREATE TABLE public.stage_states (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  branch_id UUID NOT NULL REFERENCES public.branches (id) ON DELETE CASCADE,
  stage_number INTEGER NOT NULL CHECK (stage_number BETWEEN 1 AND 12),
  version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'locked', 'invalidated')),
  content JSONB NOT NULL DEFAULT '{}'::jsonb,
  regeneration_guidance TEXT NOT NULL DEFAULT '',
  created_by UUID REFERENCES auth.users (id) ON DELETE SET NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT stage_states_version_unique UNIQUE (branch_id, stage_number, version)
);

CREATE INDEX idx_stage_states_latest ON public.stage_states (branch_id, stage_number, version DESC);
CREATE INDEX idx_stage_states_content ON public.stage_states USING GIN (content jsonb_path_ops);

-- The caller need not know the last version: NULL or 0 means "the next one".
CREATE OR REPLACE FUNCTION public.set_stage_state_version()
RETURNS TRIGGER AS $$
BEGIN
  IF COALESCE(NEW.version, 0) = 0 THEN
    SELECT COALESCE(MAX(version), 0) + 1 INTO NEW.version
    FROM public.stage_states
    WHERE branch_id = NEW.branch_id AND stage_number = NEW.stage_number;
  END IF;
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER set_stage_state_version
  BEFORE INSERT ON public.stage_states
  FOR EACH ROW EXECUTE FUNCTION public.set_stage_state_version();
