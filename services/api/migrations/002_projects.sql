-- A project is one film: what the user fills in on stage 1.
CREATE TABLE public.projects (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  user_id UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  title TEXT NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'in_progress', 'completed', 'archived')),
  target_length_seconds INTEGER NOT NULL DEFAULT 60 CHECK (target_length_seconds BETWEEN 5 AND 1800),
  content_rating TEXT NOT NULL DEFAULT 'PG' CHECK (content_rating IN ('G', 'PG', 'PG-13', 'M')),
  genres TEXT[] NOT NULL DEFAULT '{}',
  tonal_precision TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);

CREATE INDEX idx_projects_user_id ON public.projects (user_id);
CREATE INDEX idx_projects_user_recent ON public.projects (user_id, updated_at DESC);

CREATE TRIGGER update_projects_updated_at
  BEFORE UPDATE ON public.projects
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
