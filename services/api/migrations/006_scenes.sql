-- Scenes cut from the master script (stage 4), and the two helper functions later policies are written with.
CREATE OR REPLACE FUNCTION public.owns_project(target_project_id UUID)
RETURNS BOOLEAN
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.projects p
    WHERE p.id = target_project_id AND p.user_id = (SELECT auth.uid())
  );
$$;

CREATE OR REPLACE FUNCTION public.owns_branch(target_branch_id UUID)
RETURNS BOOLEAN
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT EXISTS (
    SELECT 1
    FROM public.branches b
    JOIN public.projects p ON p.id = b.project_id
    WHERE b.id = target_branch_id AND p.user_id = (SELECT auth.uid())
  );
$$;

CREATE TABLE public.scenes (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  branch_id UUID NOT NULL REFERENCES public.branches (id) ON DELETE CASCADE,
  scene_number INTEGER NOT NULL CHECK (scene_number > 0),
  slug TEXT NOT NULL CHECK (slug ~ '^[a-z0-9-]+$'),
  script_excerpt TEXT NOT NULL DEFAULT '',
  notes TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT scenes_number_unique_per_branch UNIQUE (branch_id, scene_number)
);

CREATE TRIGGER update_scenes_updated_at
  BEFORE UPDATE ON public.scenes
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.scenes ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage scenes of their branches"
  ON public.scenes
  FOR ALL
  TO authenticated
  USING (public.owns_branch(branch_id))
  WITH CHECK (public.owns_branch(branch_id));
