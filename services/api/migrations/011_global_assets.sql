-- Characters, props and locations a user keeps across projects. image_key_url is the picture stage 5 made.
CREATE TYPE public.asset_type AS ENUM ('character', 'prop', 'location');

CREATE TABLE public.global_assets (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  user_id UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  asset_type public.asset_type NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  image_key_url TEXT,
  visual_style_capsule_id UUID REFERENCES public.style_capsules (id) ON DELETE SET NULL,
  voice_profile JSONB,
  has_image BOOLEAN GENERATED ALWAYS AS (image_key_url IS NOT NULL) STORED,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT global_assets_voice_of_characters_only CHECK (voice_profile IS NULL OR asset_type = 'character')
);

CREATE INDEX idx_global_assets_user_type ON public.global_assets (user_id, asset_type);
CREATE UNIQUE INDEX idx_global_assets_name ON public.global_assets (user_id, asset_type, lower(name));

CREATE TRIGGER update_global_assets_updated_at
  BEFORE UPDATE ON public.global_assets
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.global_assets ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage their own global assets"
  ON public.global_assets FOR ALL
  USING (auth.uid() = user_id)
  WITH CHECK (auth.uid() = user_id);
