-- Changing an asset's picture or description keeps the former state, so that it can be brought back.
ALTER TABLE public.project_assets ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE public.project_asset_versions (
  project_asset_id UUID NOT NULL REFERENCES public.project_assets (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  description TEXT NOT NULL,
  image_key_url TEXT,
  replaced_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  PRIMARY KEY (project_asset_id, version)
);

CREATE OR REPLACE FUNCTION public.keep_project_asset_version()
RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.project_asset_versions (project_asset_id, version, description, image_key_url)
  VALUES (OLD.id, OLD.version, OLD.description, OLD.image_key_url);
  NEW.version := OLD.version + 1;
  RETURN NEW;
END;
$$;

CREATE TRIGGER keep_project_asset_version
  BEFORE UPDATE OF description, image_key_url ON public.project_assets
  FOR EACH ROW
  WHEN (
    (OLD.description, OLD.image_key_url) IS DISTINCT FROM (NEW.description, NEW.image_key_url)
  )
  EXECUTE FUNCTION public.keep_project_asset_version();

ALTER TABLE public.project_asset_versions ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can view versions of their assets"
  ON public.project_asset_versions FOR SELECT
  TO authenticated
  USING (
    EXISTS (
      SELECT 1 FROM public.project_assets a
      WHERE a.id = project_asset_versions.project_asset_id
        AND public.owns_project(a.project_id)
    )
  );
