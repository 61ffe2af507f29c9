-- An asset as one branch uses it: copied from a global asset or made for the project, then changed on its own.
CREATE TABLE public.project_assets (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  project_id UUID NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
  branch_id UUID NOT NULL REFERENCES public.branches (id) ON DELETE CASCADE,
  global_asset_id UUID REFERENCES public.global_assets (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  asset_type public.asset_type NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  image_key_url TEXT,
  deferred BOOLEAN NOT NULL DEFAULT FALSE,
  locked_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT project_assets_locked_needs_image CHECK (locked_at IS NULL OR image_key_url IS NOT NULL)
);

CREATE INDEX idx_project_assets_branch ON public.project_assets (branch_id, asset_type);
CREATE INDEX idx_project_assets_project ON public.project_assets (project_id);

CREATE TRIGGER update_project_assets_updated_at
  BEFORE UPDATE ON public.project_assets
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.project_assets ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage assets of their projects"
  ON public.project_assets FOR ALL
  TO authenticated
  USING (public.owns_project(project_id))
  WITH CHECK (
    public.owns_project(project_id)
    AND EXISTS (
      SELECT 1 FROM public.branches b
      WHERE b.id = project_assets.branch_id
        AND b.project_id = project_assets.project_id
    )
  );
