-- Which asset appears in which scene, and how it looks there (stage 8): tags change from scene to scene.
CREATE TABLE public.scene_asset_instances (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  scene_id UUID NOT NULL REFERENCES public.scenes (id) ON DELETE CASCADE,
  project_asset_id UUID NOT NULL REFERENCES public.project_assets (id) ON DELETE CASCADE,
  inherited_from_instance_id UUID REFERENCES public.scene_asset_instances (id) ON DELETE SET NULL,
  description_override TEXT,
  image_key_url TEXT,
  status_tags TEXT[] NOT NULL DEFAULT '{}',
  carry_forward BOOLEAN NOT NULL DEFAULT TRUE,
  effective_description JSONB NOT NULL DEFAULT '{}'::jsonb,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT scene_asset_instances_once_per_scene UNIQUE (scene_id, project_asset_id)
);

CREATE INDEX idx_scene_asset_instances_asset ON public.scene_asset_instances (project_asset_id);

CREATE TRIGGER update_scene_asset_instances_updated_at
  BEFORE UPDATE ON public.scene_asset_instances
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.scene_asset_instances ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage asset instances of their scenes"
  ON public.scene_asset_instances FOR ALL
  TO authenticated
  USING (
    EXISTS (
      SELECT 1 FROM public.scenes s
      WHERE s.id = scene_asset_instances.scene_id
        AND public.owns_branch(s.branch_id)
    )
  );
